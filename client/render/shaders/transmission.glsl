// What is behind glass: the opaque picture where a refracted ray leaves the volume, blurred by how rough its two
// faces are and how far behind them it lies, dimmed by the way through. Source: KHR_materials_transmission, _volume,
// _dispersion.
uniform mat4 p3d_ModelMatrix;
uniform mat4 p3d_ProjectionMatrix;
uniform mat4 p3d_ViewProjectionMatrix;
uniform mat4 p3d_ViewProjectionMatrixInverse;
uniform sampler2D opaque_picture;
uniform sampler2D opaque_depth;

const int FROST_SAMPLES = 16;
// Two rough faces bend a ray one after the other; half of all sums of two GGX slopes are under 1.67 alpha.
const float FROST = 1.67;

struct Leaving {
    vec2 at;                     // what the ray meets, in the picture
    float way;                   // metres inside
    float reach;                 // how many texels a slope of one carries the ray aside before it meets that
};

vec4 clip_of(vec3 place) {
    return p3d_ViewProjectionMatrix * vec4(panda_from_gltf(place), 1.0);
}

vec3 place_behind(vec2 at) {
    vec4 place = p3d_ViewProjectionMatrixInverse * (vec4(at, textureLod(opaque_depth, at, 0.0).r, 1.0) * 2.0 - 1.0);
    return gltf_from_panda(place.xyz / place.w);
}

// What stands before the glass is not seen through it: where the copy shows such, what lies straight behind is taken.
vec2 behind_glass(vec2 at) {
    return textureLod(opaque_depth, at, 0.0).r < gl_FragCoord.z ? gl_FragCoord.xy * screen.xy : at;
}

// The same where neighbours are mixed into what is read.
vec2 wholly_behind_glass(vec2 at) {
    vec2 half_texel = 0.5 * screen.xy, other = vec2(half_texel.x, -half_texel.y);
    float nearest = min(
        min(textureLod(opaque_depth, at + half_texel, 0.0).r, textureLod(opaque_depth, at - half_texel, 0.0).r),
        min(textureLod(opaque_depth, at + other, 0.0).r, textureLod(opaque_depth, at - other, 0.0).r));
    return nearest < gl_FragCoord.z ? gl_FragCoord.xy * screen.xy : at;
}

// Glass is taken as a slab: the ray goes on as it came, shifted.
Leaving leaving(vec3 entry, vec3 n, vec3 v, float ior) {
    Leaving found;
    // Thickness is in the mesh's own units.
    float scale = pow(abs(determinant(mat3(p3d_ModelMatrix))), 1.0 / 3.0);
    vec3 inside = normalize(refract(-v, n, 1.0 / ior));
    found.way = material[3].w * read_thickness_map().g * scale;
    // Thickness is measured against the normal: a slanted ray goes further through a slab, but not through a ball, so
    // that only where it leaves follows the slab.
    vec3 leaves = entry + inside * found.way / max(-dot(n, inside), 0.1);
    vec4 clip = clip_of(leaves);
    float beyond = distance(place_behind(behind_glass(clip.xy / clip.w * 0.5 + 0.5)), leaves);
    vec4 met = clip_of(leaves - v * beyond);
    found.at = wholly_behind_glass(met.xy / met.w * 0.5 + 0.5);
    found.reach = beyond * p3d_ProjectionMatrix[1][1] / (2.0 * screen.y * met.w);
    return found;
}

// Rays leave a rough slab with slopes that follow GGX: so many of them, each for an equal share of the light.
vec3 frosted(Leaving ray, float alpha, float bend) {
    float spread = FROST * bend * alpha * ray.reach;
    if (spread < 0.35) return textureLod(opaque_picture, ray.at, 0.0).rgb;
    float turn = noise(gl_FragCoord.xy) * 2.0 * PI;
    vec3 sum = vec3(0.0);
    for (int i = 0; i < FROST_SAMPLES; ++i) {
        float u = (float(i) + 0.5) / float(FROST_SAMPLES);
        float radius = spread * sqrt(u / (1.0 - u));
        float angle = float(i) * 2.39996323 + turn;
        float gap = spread * sqrt(PI / float(FROST_SAMPLES)) / (1.0 - u);
        vec2 place = ray.at + radius * vec2(cos(angle), sin(angle)) * screen.xy;
        sum += textureLod(opaque_picture, behind_glass(place), clamp(log2(gap), 0.0, screen.w)).rgb;
    }
    return sum / float(FROST_SAMPLES);
}

struct Through {
    vec3 behind;                 // light from behind the volume
    vec3 kept;                   // how much of it the way through leaves
    bool solid;                  // a volume with a far side, no thin wall
};

// How much of the light a volume leaves on a straight way through it, where nothing is refracted.
vec3 passed_straight(vec3 v, vec3 n) {
    float scale = pow(abs(determinant(mat3(p3d_ModelMatrix))), 1.0 / 3.0);
    float way = material[3].w * read_thickness_map().g * scale;
    return material[5].a > 0.0 ? exp(log(max(material[5].rgb, vec3(1e-4))) * material[5].a * way) : vec3(1.0);
}

Through refracted(vec3 entry, vec3 n, vec3 v, float alpha, float ior) {
    Leaving ray = leaving(entry, n, v, ior);
    vec3 kept = material[5].a > 0.0 ? exp(log(max(material[5].rgb, vec3(1e-4))) * material[5].a * ray.way) : vec3(1.0);
    // How much a tilt of the face turns a ray (Snell's law, differentiated).
    float n_v = clamp(dot(n, v), 0.0, 1.0);
    float bend = sqrt(ior * ior - 1.0 + n_v * n_v) - n_v;
    return Through(frosted(ray, alpha, bend), kept, ray.way > 0.0);
}

Through seen_through(vec3 entry, vec3 n, vec3 v, float alpha) {
    float ior = max(material[7].x, 1.0);
    Through seen = refracted(entry, n, v, alpha, ior);
#ifdef DISPERSION
    // Red and blue stand for the outer lines of Abbe's number, which is 20 / dispersion.
    float spread = (ior - 1.0) * 0.025 * material[9].w;
    seen.behind.r = refracted(entry, n, v, alpha, max(ior - spread, 1.0)).behind.r;
    seen.behind.b = refracted(entry, n, v, alpha, ior + spread).behind.b;
#endif
    return seen;
}
