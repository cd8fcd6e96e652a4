uniform sampler2D picture;
uniform vec4 screen;
in vec2 at;
out vec4 color;

void main() {
    // Weighted by brightness, so that one bright pixel does not flicker (Karis 2013).
    vec3 sum = vec3(0.0);
    float weights = 0.0;
    for (int i = 0; i < 4; ++i) {
        vec2 offset = vec2(float(i & 1) * 2.0 - 1.0, float(i >> 1) * 2.0 - 1.0) * screen.xy;
        vec3 c = textureLod(picture, at + offset, 0.0).rgb;
        float w = 1.0 / (1.0 + max(c.r, max(c.g, c.b)));
        sum += max(c - vec3(1.1), vec3(0.0)) * w;
        weights += w;
    }
    color = vec4(min(sum / weights, vec3(8.0)), 1.0);
}
