// FXAA (Lottes 2009), the short form: brightness lies in alpha.
uniform sampler2D picture;
uniform vec4 screen;             // 1 / width, 1 / height, unused, the least step in brightness that counts as an edge
in vec2 at;
out vec4 color;

void main() {
    vec2 px = screen.xy;
    float m = textureLod(picture, at, 0.0).a;
    float nw = textureLod(picture, at + vec2(-1.0, 1.0) * px, 0.0).a, ne = textureLod(picture, at + vec2(1.0, 1.0) * px, 0.0).a;
    float sw = textureLod(picture, at + vec2(-1.0, -1.0) * px, 0.0).a, se = textureLod(picture, at + vec2(1.0, -1.0) * px, 0.0).a;
    float lowest = min(m, min(min(nw, ne), min(sw, se))), highest = max(m, max(max(nw, ne), max(sw, se)));
    vec3 here = textureLod(picture, at, 0.0).rgb;
    if (highest - lowest < max(screen.w, highest * 2.5 * screen.w)) {
        color = vec4(here, 1.0);
        return;
    }
    vec2 along = vec2((sw + se) - (nw + ne), (nw + sw) - (ne + se));
    float reduce = max((nw + ne + sw + se) * 0.03125, 0.0078125);
    float scale = 1.0 / (min(abs(along.x), abs(along.y)) + reduce);
    along = clamp(along * scale, -8.0, 8.0) * px;
    vec3 near = 0.5 * (textureLod(picture, at + along * (1.0 / 3.0 - 0.5), 0.0).rgb + textureLod(picture, at + along * (2.0 / 3.0 - 0.5), 0.0).rgb);
    vec4 far_a = textureLod(picture, at - along * 0.5, 0.0), far_b = textureLod(picture, at + along * 0.5, 0.0);
    vec3 wide = near * 0.5 + 0.25 * (far_a.rgb + far_b.rgb);
    float brightness = dot(wide, vec3(0.299, 0.587, 0.114));
    color = vec4(brightness < lowest || brightness > highest ? near : wide, 1.0);
}
