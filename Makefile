# The two commands of a newcomer are `make demo` and `make test`; both do all the set-up.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
export QT_LOGGING_RULES ?= qt.qpa.theme*=false

.PHONY: demo test test-asterisk check bench soak setup wheel test-wheel sbom lock numbers clean

setup: $(VENV)/.ready $(VENV)/.peers

$(VENV)/.ready: requirements.lock pyproject.toml packaging/setup.sh packaging/system-packages.txt
	@bash packaging/setup.sh $(VENV)
	@touch $@

# Other makers' programs that tests talk to; the demo does without them.
$(VENV)/.peers: $(VENV)/.ready packaging/peer-packages.txt packaging/peers.sh
	@bash packaging/peers.sh $@

demo: $(VENV)/.ready
	@$(BIN)/desk-client demo $(ARGS)

test: setup
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

# Against Asterisk 22, which is first fetched into a folder: needs root, half a minute, 350 MB.
ASTERISK_BOX ?= /var/tmp/desk-client-asterisk
test-asterisk: setup
	@bash packaging/asterisk/box.sh $(ASTERISK_BOX)
	@ASTERISK_BOX=$(ASTERISK_BOX) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -v \
	  tests/asterisk/with_asterisk.py $(ARGS)

check: $(VENV)/.ready
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/test_house_rules.py

bench: $(VENV)/.ready
	@$(BIN)/desk-client bench $(ARGS)

soak: $(VENV)/.ready
	@$(BIN)/desk-client bench soak $(ARGS)

# Our own build of pjsua2 (docs/wheel.md); the second runs the phone's tests with it, beside $(VENV).
wheel: $(VENV)/.ready
	@packaging/pjsua2/build.sh $(BIN)/python .wheel
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall \
	  .wheel/unbundled/*.whl

test-wheel: setup
	@packaging/pjsua2/build.sh $(BIN)/python .wheel
	@packaging/pjsua2/second_venv.sh $(VENV) .venv-wheel .wheel/bundled/*.whl
	@QT_QPA_PLATFORM=offscreen .venv-wheel/bin/python -m pytest $(or $(ARGS),tests/phone tests/trunk)

# What this program consists of, as CycloneDX JSON.
sbom: $(VENV)/.ready
	@$(BIN)/python packaging/sbom.py $(or $(ARGS),sbom.cdx.json)

# Run by whoever changes a dependency: needs uv. The lock carries hashes and no index address.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra test pyproject.toml packaging/build-requirements.in -o requirements.lock

clean:
	rm -rf $(VENV) .venv-wheel .wheel .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
