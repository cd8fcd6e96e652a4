// The larger picture averaged into the finished one: every pixel of it counts.
uniform sampler2D picture;
uniform vec4 screen;             // 1 / width, 1 / height of the larger picture; how many times larger it is
in vec2 at;
out vec4 color;

void main() {
    int count = int(screen.z + 0.5);
    vec3 sum = vec3(0.0);
    for (int y = 0; y < count; ++y) {
        for (int x = 0; x < count; ++x) {
            vec2 offset = vec2(float(x), float(y)) - 0.5 * float(count - 1);
            sum += textureLod(picture, at + offset * screen.xy, 0.0).rgb;
        }
    }
    color = vec4(sum / float(count * count), 1.0);
}
