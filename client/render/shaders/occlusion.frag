// How open every place is, from the depth alone. Cosines of what rises above the surface, over a turned spiral
// (after McGuire's Alchemy ambient obscurance, 2011).
uniform sampler2D opaque_depth;
uniform vec4 occlusion_setting;  // samples, radius in metres, strength, unused
uniform mat4 view_from_clip;
uniform mat4 clip_from_view;
uniform vec4 screen;

in vec2 at;
out vec4 color;

float noise(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

vec3 view_position(vec2 where) {
    // Depth is that of a texel's middle; elsewhere slanted planes would shade themselves. Beyond the picture's edge
    // the last texel is repeated with its own place: its depth in another place would stand up like a wall.
    vec2 size = vec2(textureSize(opaque_depth, 0));
    where = (clamp(floor(where * size), vec2(0.0), size - 1.0) + 0.5) / size;
    float depth = textureLod(opaque_depth, where, 0.0).r;
    vec4 p = view_from_clip * vec4(vec3(where, depth) * 2.0 - 1.0, 1.0);
    return p.xyz / p.w;
}

float openness(float depth) {
    if (depth >= 1.0) return 1.0;
    vec2 step = 1.0 / vec2(textureSize(opaque_depth, 0));
    vec3 p = view_position(at);
    vec3 right = view_position(at + vec2(step.x, 0.0)) - p, left = p - view_position(at - vec2(step.x, 0.0));
    vec3 up = view_position(at + vec2(0.0, step.y)) - p, down = p - view_position(at - vec2(0.0, step.y));
    // The nearer neighbour lies on the same surface; beyond the picture's edge there is none.
    vec2 last = 1.0 - 0.5 * step;
    bool rightward = at.x + step.x < last.x && (at.x - step.x < 0.5 * step.x || dot(right, right) < dot(left, left));
    bool upward = at.y + step.y < last.y && (at.y - step.y < 0.5 * step.y || dot(up, up) < dot(down, down));
    vec3 n = normalize(cross(rightward ? right : left, upward ? up : down));
    if (dot(n, p) > 0.0) n = -n;
    float radius = occlusion_setting.y;
    vec4 edge = clip_from_view * vec4(p + vec3(radius, 0.0, 0.0), 1.0);
    float reach = min(abs(edge.x / edge.w * 0.5 + 0.5 - at.x), 0.12);
    float aspect = screen.y / screen.x; // width over height
    float turn = noise(gl_FragCoord.xy) * 6.2831853;
    int count = int(occlusion_setting.x);
    float sum = 0.0;
    for (int i = 0; i < count; ++i) {
        float r = (float(i) + 0.5) / float(count);
        float angle = float(i) * 2.39996323 + turn;
        vec3 d = view_position(at + r * reach * vec2(cos(angle), sin(angle) * aspect)) - p;
        float d2 = dot(d, d);
        float fade = max(1.0 - d2 / (radius * radius), 0.0);
        sum += fade * max(dot(d, n) * inversesqrt(d2 + 1e-9) - 0.12, 0.0);
    }
    float scale = 4.0 / float(count);
    return max(1.0 - occlusion_setting.z * min(sum * scale, 1.0), 0.0);
}

void main() {
    color = vec4(openness(textureLod(opaque_depth, at, 0.0).r));
}
