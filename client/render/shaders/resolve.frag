// The larger picture averaged into the finished one.
uniform sampler2D picture;
in vec2 at;
out vec4 color;

void main() {
    color = vec4(textureLod(picture, at, 0.0).rgb, 1.0);
}
