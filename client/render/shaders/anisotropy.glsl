// Brushed surfaces. Source: KHR_materials_anisotropy; Burley, "Physically Based Shading at Disney", 2012; Heitz,
// "Understanding the Masking-Shadowing Function in Microfacet-Based BRDFs", 2014.
const int GRAIN_SAMPLES = 24;

struct Grain {
    vec3 along, across;          // where highlights are stretched, and across
    float rough, fine;           // alpha along and across
};

float grain_ggx(Grain grain, vec3 h, float n_h) {
    float a2 = grain.rough * grain.fine;
    vec3 f = vec3(grain.fine * dot(grain.along, h), grain.rough * dot(grain.across, h), a2 * n_h);
    float w2 = a2 / max(dot(f, f), 1e-12);
    return a2 * w2 * w2 / PI;
}

float grain_smith(Grain grain, vec3 v, vec3 l, float n_v, float n_l) {
    float seen = n_l * length(vec3(grain.rough * dot(grain.along, v), grain.fine * dot(grain.across, v), n_v));
    float lit = n_v * length(vec3(grain.rough * dot(grain.along, l), grain.fine * dot(grain.across, l), n_l));
    return 0.5 / (seen + lit + 1e-5);
}

// The surroundings over the stretched lobe: slopes along the grain are drawn evenly from their distribution, and each
// looks up a round lobe that is as wide as the grain is fine, or as the gap between two samples.
vec3 grain_mirrored(Grain grain, vec3 n, vec3 v, float n_v) {
    float spread = sqrt(max(grain.rough * grain.rough - grain.fine * grain.fine, 0.0));
    float lobe = sqrt(max(grain.fine, 1.5 * spread / float(GRAIN_SAMPLES)));
    vec3 sum = vec3(0.0);
    float weights = 1e-4;
    for (int i = 0; i < GRAIN_SAMPLES; ++i) {
        float u = (2.0 * float(i) + 1.0) / float(GRAIN_SAMPLES) - 1.0;
        vec3 h = normalize(n + grain.along * spread * u * inversesqrt(1.0 - u * u));
        vec3 l = reflect(-v, h);
        float n_l = dot(n, l), v_h = dot(v, h);
        if (n_l <= 0.0 || v_h <= 0.0) continue;
        // What is left of the BRDF when h follows its own distribution (Walter et al. 2007).
        float weight = grain_smith(grain, v, l, n_v, n_l) * n_l * v_h / dot(n, h);
        sum += weight * mirrored(l, lobe);
        weights += weight;
    }
    return sum / weights;
}
