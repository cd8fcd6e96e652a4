// The opaque picture, its depth, and the darkness of corners: the ground on which glass is drawn.
uniform sampler2D opaque_picture;
uniform sampler2D opaque_depth;
uniform sampler2D openness_picture;
uniform vec4 depth_planes;       // near and far plane in metres
uniform vec4 occlusion_texel;    // 1 / width, 1 / height of the openness picture

in vec2 at;
out vec4 color;

float metres(float depth) {
    float near = depth_planes.x, far = depth_planes.y;
    return 2.0 * near * far / (far + near - (depth * 2.0 - 1.0) * (far - near));
}

// The noise repeats every four texels: sixteen samples hold one of each, and none from across an edge.
float openness(float depth) {
    float here = metres(depth);
    float sum = 0.0, weights = 1e-4;
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 4; ++x) {
            vec2 place = at + (vec2(float(x), float(y)) - 1.5) * occlusion_texel.xy;
            float there = metres(textureLod(opaque_depth, place, 0.0).r);
            float weight = max(0.0, 1.0 - abs(there - here) / (0.03 * here));
            sum += weight * textureLod(openness_picture, place, 0.0).r;
            weights += weight;
        }
    }
    return weights > 0.01 ? sum / weights : 1.0;
}

void main() {
    float depth = textureLod(opaque_depth, at, 0.0).r;
    vec4 opaque = textureLod(opaque_picture, at, 0.0);
    color = vec4(opaque.rgb * (depth < 1.0 ? openness(depth) : 1.0), opaque.a);
    gl_FragDepth = depth;
}
