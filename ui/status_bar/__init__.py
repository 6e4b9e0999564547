"""Line, sync, pack, and the keys of the present state."""
