uniform sampler2D picture;
uniform vec4 direction;
in vec2 at;
out vec4 color;

void main() {
    vec3 sum = textureLod(picture, at, 0.0).rgb * 0.196483;
    sum += (textureLod(picture, at + 1.411765 * direction.xy, 0.0).rgb + textureLod(picture, at - 1.411765 * direction.xy, 0.0).rgb) * 0.296907;
    sum += (textureLod(picture, at + 3.294118 * direction.xy, 0.0).rgb + textureLod(picture, at - 3.294118 * direction.xy, 0.0).rgb) * 0.094470;
    sum += (textureLod(picture, at + 5.176471 * direction.xy, 0.0).rgb + textureLod(picture, at - 5.176471 * direction.xy, 0.0).rgb) * 0.010382;
    color = vec4(sum, 1.0);
}
