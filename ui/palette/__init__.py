"""The palette: every case and every command by a few letters."""
