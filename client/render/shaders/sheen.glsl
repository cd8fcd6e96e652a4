// Fibres that stand on a surface. Source: KHR_materials_sheen; Estevez and Kulla, "Production Friendly Microfacet Sheen
// BRDF", 2017.
float sheen_fit(float x, float alpha) {
    float blend = (1.0 - alpha) * (1.0 - alpha);
    float a = mix(21.5473, 25.3245, blend), b = mix(3.82987, 3.32435, blend), c = mix(0.19823, 0.16801, blend);
    float d = mix(-1.97760, -1.27393, blend), e = mix(-4.32054, -4.85967, blend);
    return a / (1.0 + b * pow(x, c)) + d * x + e;
}

float sheen_lambda(float cosine, float alpha) {
    if (cosine < 0.5) return exp(sheen_fit(cosine, alpha));
    return exp(2.0 * sheen_fit(0.5, alpha) - sheen_fit(1.0 - cosine, alpha));
}

// BRDF times the cosine of the light.
float sheen_lit(float n_h, float n_l, float n_v, float alpha) {
    if (n_l <= 0.0) return 0.0;
    float sine = sqrt(max(1.0 - n_h * n_h, 1e-4));
    float charlie = (2.0 + 1.0 / alpha) * pow(sine, 1.0 / alpha) / (2.0 * PI);
    return charlie / ((1.0 + sheen_lambda(n_v, alpha) + sheen_lambda(n_l, alpha)) * 4.0 * n_v);
}
