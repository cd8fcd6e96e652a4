"""The renderer: light, passes and pictures on Panda3D with shaders of our own (GLSL 3.30)."""
