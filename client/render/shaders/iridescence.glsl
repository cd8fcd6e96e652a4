// A thin film's colours. Source: Belcour and Barla, "A Practical Extension to Microfacet Theory for the Modeling of
// Varying Iridescence", 2017, in the form of KHR_materials_iridescence.
const mat3 REC709_FROM_XYZ = mat3(
    3.2404542, -0.9692660, 0.0556434, -1.5371385, 1.8760108, -0.2040259, -0.4985314, 0.0415560, 1.0572252);

vec3 film_sensitivity(float path, vec3 shift) {
    float phase = 2.0 * PI * path * 1.0e-9;
    vec3 height = vec3(5.4856e-13, 4.4201e-13, 5.2481e-13);
    vec3 middle = vec3(1.6810e+06, 1.7953e+06, 2.2084e+06);
    vec3 spread = vec3(4.3278e+09, 9.3046e+09, 6.6121e+09);
    vec3 xyz = height * sqrt(2.0 * PI * spread) * cos(middle * phase + shift) * exp(-phase * phase * spread);
    xyz.x += 9.7470e-14 * sqrt(2.0 * PI * 4.5282e+09) * cos(2.2399e+06 * phase + shift[0])
        * exp(-4.5282e+09 * phase * phase);
    return REC709_FROM_XYZ * (xyz / 1.0685e-7);
}

float schlick1(float f0, float cosine) { return f0 + (1.0 - f0) * pow(1.0 - cosine, 5.0); }
vec3 schlick3(vec3 f0, float cosine) { return f0 + (1.0 - f0) * pow(1.0 - cosine, 5.0); }

vec3 iridescent_fresnel(float film_ior, float cosine, float thickness_nm, vec3 base_f0) {
    float ior = mix(1.0, film_ior, smoothstep(0.0, 0.03, thickness_nm));
    float sine2 = (1.0 - cosine * cosine) / (ior * ior);
    if (sine2 >= 1.0) return vec3(1.0);
    float inner = sqrt(1.0 - sine2);
    float f0 = pow((ior - 1.0) / (ior + 1.0), 2.0);
    float r12 = schlick1(f0, cosine), t121 = 1.0 - r12;
    float phi21 = ior < 1.0 ? 0.0 : PI;
    vec3 root = sqrt(clamp(base_f0, 0.0, 0.9999));
    vec3 base_ior = (1.0 + root) / (1.0 - root);
    vec3 step_f0 = (base_ior - ior) / (base_ior + ior);
    vec3 r23 = schlick3(step_f0 * step_f0, inner);
    vec3 phi = vec3(phi21) + mix(vec3(0.0), vec3(PI), lessThan(base_ior, vec3(ior)));
    float path = 2.0 * ior * thickness_nm * inner;
    vec3 r123 = clamp(r12 * r23, 1e-5, 0.9999), r = sqrt(r123);
    vec3 rs = t121 * t121 * r23 / (vec3(1.0) - r123);
    vec3 total = r12 + rs;
    vec3 order = rs - t121;
    for (int m = 1; m <= 2; ++m) {
        order *= r;
        total += order * 2.0 * film_sensitivity(float(m) * path, float(m) * phi);
    }
    return max(total, vec3(0.0));
}
