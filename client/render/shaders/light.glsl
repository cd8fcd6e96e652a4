// Light on a point: the surroundings (prefiltered) and one lamp with a soft shadow. Frame: glTF's.
const float PI = 3.14159265359;

uniform vec4 screen;             // 1 / width, 1 / height, opaque copy there (0 or 1), its levels
uniform samplerCube surroundings;
uniform sampler2D brdf_table;
uniform vec4 irradiance[9];
uniform vec4 key_light[3];       // direction towards the lamp; its radiance, strength of the surroundings; cos, sin of their turn
uniform sampler2DShadow shadow_map;
uniform mat4 shadow_from_world[2]; // everywhere, and in focus: side by side in the map
uniform sampler2D shadow_tint;     // what glass leaves of the lamp's light; alpha: how far from the lamp it stands
uniform vec4 tint_setting;         // whether there is any (0 or 1), samples, how far behind glass its tint begins
uniform vec4 shadow_setting[2];  // texel size, samples (0: no shadow), softness in texels, offset along the normal in metres

const float MIRROR_LEVELS = 5.0;

vec3 to_surroundings(vec3 d) {
    vec2 turn = key_light[2].xy;
    return vec3(turn.x * d.x - turn.y * d.z, d.y, turn.y * d.x + turn.x * d.z);
}

vec3 irradiance_at(vec3 world) {
    vec3 n = to_surroundings(world);
    vec3 sum = irradiance[0].rgb * 0.282095
        + irradiance[1].rgb * (0.488603 * n.y) + irradiance[2].rgb * (0.488603 * n.z)
        + irradiance[3].rgb * (0.488603 * n.x)
        + irradiance[4].rgb * (1.092548 * n.x * n.y) + irradiance[5].rgb * (1.092548 * n.y * n.z)
        + irradiance[6].rgb * (0.315392 * (3.0 * n.z * n.z - 1.0))
        + irradiance[7].rgb * (1.092548 * n.x * n.z) + irradiance[8].rgb * (0.546274 * (n.x * n.x - n.y * n.y));
    return max(sum, vec3(0.0)) * key_light[1].w;
}

vec3 mirrored(vec3 direction, float roughness) {
    return textureLod(surroundings, to_surroundings(direction), roughness * MIRROR_LEVELS).rgb * key_light[1].w;
}

float ggx(float n_h, float alpha) {
    float a2 = alpha * alpha;
    float d = n_h * n_h * (a2 - 1.0) + 1.0;
    return a2 / (PI * d * d);
}

float smith(float n_l, float n_v, float alpha) {
    float a2 = alpha * alpha;
    return 0.5 / (n_l * sqrt(n_v * n_v * (1.0 - a2) + a2) + n_v * sqrt(n_l * n_l * (1.0 - a2) + a2) + 1e-5);
}

float noise(vec2 pixel) {
    // Interleaved gradient noise (Jimenez 2014).
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

// What glass between the lamp and a place leaves of the light. Glass itself is not tinted by what it is made of.
vec3 lamp_tint(int area, vec3 at, float reach, float turn) {
#ifdef TRANSMISSION
    return vec3(1.0);
#else
    if (tint_setting.x < 0.5) return vec3(1.0);
    int count = int(tint_setting.y);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < count; ++i) {
        float radius = sqrt((float(i) + 0.5) / float(count)) * reach;
        float angle = float(i) * 2.39996323 + turn;
        vec2 place = clamp(at.xy + radius * vec2(cos(angle), sin(angle)), vec2(0.001), vec2(0.999));
        vec4 met = textureLod(shadow_tint, vec2((place.x + float(area)) * 0.5, place.y), 0.0);
        sum += at.z > met.a + tint_setting.z ? met.rgb : vec3(1.0);
    }
    return sum / float(count);
#endif
}

// What of the lamp's light reaches one area of the map, and how far inside of it the point is. A turned spiral of samples.
vec4 lamp_in_area(int area, vec3 position, vec3 normal) {
    vec4 setting = shadow_setting[area];
    mat4 from_world = shadow_from_world[area];
    vec3 at = (from_world * vec4(position + normal * setting.w, 1.0)).xyz;
    if (setting.y < 0.5 || any(lessThan(at, vec3(0.0))) || any(greaterThan(at, vec3(1.0)))) return vec4(1.0, 1.0, 1.0, 0.0);
    // Wide samples follow the plane of the receiver, or floors would shade themselves.
    mat3 turned = transpose(mat3(from_world));
    vec3 scale2 = vec3(dot(turned[0], turned[0]), dot(turned[1], turned[1]), dot(turned[2], turned[2]));
    vec3 plane = (mat3(from_world) * normal) / scale2;
    vec2 slope = -plane.xy / (abs(plane.z) < 1e-6 ? 1e-6 : plane.z);
    float steepest = 2.5 * sqrt(scale2.z / scale2.x);
    slope *= min(1.0, steepest / max(length(slope), 1e-9));
    float turn = noise(gl_FragCoord.xy) * 2.0 * PI;
    int count = int(setting.y);
    float sum = 0.0;
    for (int i = 0; i < count; ++i) {
        float radius = sqrt((float(i) + 0.5) / float(count)) * setting.z * setting.x;
        float angle = float(i) * 2.39996323 + turn;
        vec2 offset = radius * vec2(cos(angle), sin(angle));
        vec2 place = clamp(at.xy + offset, vec2(setting.x), vec2(1.0 - setting.x));
        sum += texture(shadow_map, vec3((place.x + float(area)) * 0.5, place.y, at.z + dot(slope, offset)));
    }
    vec2 margin = min(at.xy, 1.0 - at.xy);
    float inside = smoothstep(0.0, 0.1, min(margin.x, margin.y));
    if (sum <= 0.0) return vec4(0.0, 0.0, 0.0, inside);
    return vec4(sum / float(count) * lamp_tint(area, at, setting.z * setting.x, turn), inside);
}

// 1 where the lamp reaches, 0 where something stands between. No line shows where an area ends.
vec3 lamp_visibility(vec3 position, vec3 normal) {
    vec4 fine = lamp_in_area(1, position, normal);
    if (fine.a >= 1.0) return fine.rgb;
    vec4 coarse = lamp_in_area(0, position, normal);
    return mix(mix(vec3(1.0), coarse.rgb, coarse.a), fine.rgb, fine.a);
}
