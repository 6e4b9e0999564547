"""`python -m desk_client.cli` is `desk-client`."""

from desk_client.cli.app import main

if __name__ == "__main__":
    main()
