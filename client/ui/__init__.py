"""What people see over the room: Dear ImGui drawn by our own Panda3D backend, so that pictures need no window."""
