"""Why a case is not dialled."""
