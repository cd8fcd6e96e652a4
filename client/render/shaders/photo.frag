// A photo as it stands in the picture, on whatever shape: linear light before the tone curve, and shadows on it.
uniform sampler2D photo;
uniform sampler2D shade;
uniform vec4 screen;
in vec2 at;
in float cover;
out vec4 color;

void main() {
    vec3 seen = textureLod(photo, gl_FragCoord.xy * screen.xy, 0.0).rgb;
    color = vec4(seen * textureLod(shade, at, 0.0).rgb, 1.0) * cover;
}
