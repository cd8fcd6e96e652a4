// Many materials without pictures in one draw: a vertex says in which block of the palette its own stands.
uniform vec4 palette[160];       // for each block: colour, unlit; metallic, roughness, ior, coat; emissive, roughness of
                                 // the coat; colour and strength of the specular light
flat in int block;

void open_palette() {
    vec4 base = palette[4 * block], surface = palette[4 * block + 1], emissive = palette[4 * block + 2];
    for (int i = 0; i < material.length(); ++i) material[i] = vec4(0.0);
    material[0] = vec4(base.rgb, 1.0);
    material[1] = vec4(surface.xy, 1.0, 1.0);
    material[2] = vec4(emissive.rgb, 0.0);
    material[3] = vec4(surface.w, emissive.w, 0.0, 0.0);
    material[6] = palette[4 * block + 3];
    material[7] = vec4(surface.z, 0.0, base.w, 0.0);
}
