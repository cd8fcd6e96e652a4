// Linear light to the screen: bloom, exposure, Khronos PBR Neutral, sRGB, dither; or, plain, exposure and sRGB alone.
uniform sampler2D picture;
uniform sampler2D bloom_picture;
uniform vec4 finish;             // exposure, bloom, vignette, plain (0 or 1)
uniform vec4 screen;
in vec2 at;
out vec4 color;

// Source: Khronos 3D Commerce, "PBR Neutral Tone Mapper".
vec3 neutral(vec3 c) {
    const float start = 0.8 - 0.04;
    const float desaturation = 0.15;
    float x = min(c.r, min(c.g, c.b));
    float offset = x < 0.08 ? x - 6.25 * x * x : 0.04;
    c -= offset;
    float peak = max(c.r, max(c.g, c.b));
    if (peak < start) return c;
    float d = 1.0 - start;
    float compressed = 1.0 - d * d / (peak + d - start);
    c *= compressed / peak;
    float g = 1.0 - 1.0 / (desaturation * (peak - compressed) + 1.0);
    return mix(c, vec3(compressed), g);
}

float noise(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

void main() {
    vec4 seen = textureLod(picture, at, 0.0);
    vec3 c = seen.rgb + textureLod(bloom_picture, at, 0.0).rgb * finish.y;
    vec2 away = at - 0.5;
    c *= finish.x * (1.0 - finish.z * dot(away, away));
    c = max(c, vec3(0.0));
    c = finish.w > 0.5 ? min(c, vec3(1.0)) : neutral(c);
    vec3 low = c * 12.92, high = 1.055 * pow(max(c, vec3(1e-5)), vec3(1.0 / 2.4)) - 0.055;
    c = mix(high, low, vec3(lessThan(c, vec3(0.0031308))));
    // Half a step of noise hides the steps of eight bits.
    color = vec4(c + (noise(gl_FragCoord.xy) - 0.5) * (1.0 - finish.w) / 255.0, dot(c, vec3(0.299, 0.587, 0.114)));
}
