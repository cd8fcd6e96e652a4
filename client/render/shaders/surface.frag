// glTF 2.0 metallic-roughness with KHR_materials_anisotropy, clearcoat, diffuse_transmission, dispersion,
// emissive_strength, ior, iridescence, sheen, specular, transmission, unlit, volume and texture_transform. What a
// material can never become is left out at compile time.
uniform mat4 p3d_ViewMatrixInverse;
uniform vec4 steadying;          // x: how much highlights smaller than a pixel may be widened
uniform vec4 painted_light;      // factor on light that stands in colours and comes from the sky; a: how lit it is else
uniform vec4 lamp_light;         // the same where it comes from lamps, of which a colour's alpha is the share
uniform vec4 mirror_plane;       // while a mirror's picture is drawn: its normal, and how far along it the mirror lies
uniform vec4 mirror_setting;     // how much a mirror shows of its picture; whether that is a photograph; z: 1 while drawn

#ifdef MIRROR
uniform sampler2D mirror_picture;
uniform mat4 mirror_sight;       // from the scene to a photograph's clip space
#endif

in vec3 world_position;
in vec3 world_normal;
in vec4 world_tangent;
in vec4 vertex_color;

#ifdef TRANSMISSION
layout(location = 0, index = 0) out vec4 color;
layout(location = 0, index = 1) out vec4 through; // how much of what is behind stays, channel by channel
#else
out vec4 color;
#endif

#if defined(NORMAL_MAP) || defined(CLEARCOAT_NORMAL_MAP) || defined(ANISOTROPY)
// Along u and upwards in the picture; without triangles that say so, as their texture coordinates run.
void tangents(vec3 n, float facing, vec2 at, out vec3 t, out vec3 b) {
    if (dot(world_tangent.xyz, world_tangent.xyz) > 1e-6) {
        t = normalize(world_tangent.xyz - n * dot(n, world_tangent.xyz));
        b = cross(n, t) * world_tangent.w;
        t *= facing; b *= facing;
    } else {
        // Schüler, "Followup: Normal Mapping Without Precomputed Tangents".
        vec3 p1 = dFdx(world_position), p2 = dFdy(world_position);
        vec2 u1 = dFdx(at), u2 = dFdy(at);
        vec3 across = cross(p2, n), along = cross(n, p1);
        t = across * u1.x + along * u2.x;
        b = across * u1.y + along * u2.y;
        if (min(dot(t, t), dot(b, b)) < 1e-20) {
            t = normalize(abs(n.y) < 0.9 ? vec3(n.z, 0.0, -n.x) : vec3(0.0, -n.z, n.y));
            b = cross(n, t);
        }
        t = normalize(t); b = normalize(b);
    }
}

vec3 mapped_normal(vec3 n, float facing, vec2 at, vec3 local, float scale) {
    local = local * 2.0 - 1.0;
    local.xy *= scale;
    vec3 t, b;
    tangents(n, facing, at, t, b);
    return normalize(t * local.x + b * local.y + n * max(local.z, 1e-3));
}
#endif

#ifdef MIRROR
// How far away, in a photograph that was taken from the middle, things are taken to be: a room's wall.
const float PHOTOGRAPHED_M = 3.5;

vec2 mirror_place(vec3 bend, vec3 r) {
    if (mirror_setting.y > 0.5) {
        vec4 met = mirror_sight * vec4(world_position + r * PHOTOGRAPHED_M, 1.0);
        return clamp(met.xy / max(met.w, 1e-3) * 0.5 + 0.5, 0.0, 1.0);
    }
    vec3 right = gltf_from_panda(p3d_ViewMatrixInverse[0].xyz), back = gltf_from_panda(p3d_ViewMatrixInverse[2].xyz);
    return gl_FragCoord.xy * screen.xy + 0.02 * vec2(dot(bend, right), dot(bend, back));
}

// Small levels of the picture have large texels: eight turned samples hide their edges.
vec3 planar_reflection(vec3 bend, vec3 r, float roughness) {
    vec2 at = mirror_place(bend, r);
    float level = 3.5 * roughness;
    vec2 reach = 1.6 * exp2(level) * smoothstep(0.05, 1.0, level) / vec2(textureSize(mirror_picture, 0));
    float turn = noise(gl_FragCoord.xy) * 2.0 * PI;
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 8; ++i) {
        float radius = sqrt((float(i) + 0.5) / 8.0);
        float angle = float(i) * 2.39996323 + turn;
        sum += textureLod(mirror_picture, at + radius * reach * vec2(cos(angle), sin(angle)), level).rgb;
    }
    return sum / 8.0;
}
#endif

void main() {
#ifdef PALETTE
    open_palette();
#endif
    bool mirroring = dot(mirror_plane.xyz, mirror_plane.xyz) > 0.5;
    if (mirroring && dot(mirror_plane.xyz, world_position) < mirror_plane.w) discard;
    vec4 base = material[0] * vertex_color * read_base_color_map();
#ifdef ALPHA_BLEND
    vec4 light_here = painted_light;
#else
    vec4 light_here = mix(painted_light, lamp_light, vertex_color.a);
#endif
#ifdef ALPHA_MASK
    if (material[7].y > 0.5 && material[7].y < 1.5 && base.a < material[2].a) discard;
#endif
#ifndef ALPHA_BLEND
    base.a = 1.0;
#endif
    vec3 emissive = material[2].rgb * read_emissive_map().rgb;
    // Painted light follows the mood; what shines brighter than white is a lamp of its own.
    vec3 painted = mix(light_here.rgb, vec3(1.0), step(1.5, max(emissive.r, max(emissive.g, emissive.b))));
    emissive *= painted;
#ifdef UNLIT
    if (material[7].z > 0.5) {
        color = vec4((base.rgb * light_here.rgb + emissive) * base.a, base.a);
        return;
    }
#endif
    base.rgb *= light_here.a;
    vec2 rough_metal = read_metallic_roughness_map().gb;
    float metallic = material[1].x * rough_metal.y, roughness = material[1].y * rough_metal.x;
    float occlusion = 1.0 + material[1].w * (read_occlusion_map().r - 1.0);

    vec3 eye = gltf_from_panda(p3d_ViewMatrixInverse[3].xyz);
    vec3 v = normalize(eye - world_position);
    float facing = gl_FrontFacing ? 1.0 : -1.0;
    if (mirror_setting.z > 0.5) facing = -facing;
    vec3 geometric = normalize(cross(dFdx(world_position), dFdy(world_position)));
    if (dot(geometric, v) < 0.0) geometric = -geometric;
    float normal_length = dot(world_normal, world_normal);
    vec3 n_smooth = normal_length > 1e-12 ? normalize(world_normal) * facing : geometric;
    vec3 n = n_smooth;
#ifdef NORMAL_MAP
    n = mapped_normal(n_smooth, facing, map_uv(NORMAL_MAP_SLOT), read_normal_map().xyz, material[1].z);
#endif
    vec3 n_coat = n_smooth;
#ifdef CLEARCOAT_NORMAL_MAP
    vec2 coat_at = map_uv(CLEARCOAT_NORMAL_MAP_SLOT);
    float coat_scale = map_scale(CLEARCOAT_NORMAL_MAP_SLOT);
    n_coat = mapped_normal(n_smooth, facing, coat_at, read_clearcoat_normal_map().xyz, coat_scale);
#endif
    // Bends away from the eye at edges are no surface that one can see.
    float n_v = max(dot(n, v), 1e-3);

    // Highlights smaller than a pixel shimmer: widen them (Kaplanyan, Tokuyoshi 2019).
    vec3 nx = dFdx(n), ny = dFdy(n);
    float widened = min(0.5 * (dot(nx, nx) + dot(ny, ny)), steadying.x);
    float frost = roughness * roughness;
    roughness = clamp(roughness, 0.045, 1.0);
    float alpha = clamp(sqrt(roughness * roughness * roughness * roughness + widened), 0.002, 1.0);
    roughness = sqrt(alpha);

#ifdef DISPERSION
    vec3 ior = material[7].x + (material[7].x - 1.0) * 0.025 * material[9].w * vec3(-1.0, 0.0, 1.0);
    vec3 dielectric = (max(ior, vec3(1.0)) - 1.0) / (max(ior, vec3(1.0)) + 1.0);
#else
    float dielectric = (material[7].x - 1.0) / (material[7].x + 1.0);
#endif
    float specular_weight = material[6].a * read_specular_map().a;
    vec3 f0_dielectric = dielectric * dielectric * material[6].rgb * read_specular_color_map().rgb;
    f0_dielectric = min(f0_dielectric, vec3(1.0)) * specular_weight;
    vec3 f0 = mix(f0_dielectric, base.rgb, metallic);
    float f90 = mix(specular_weight, 1.0, metallic);
    vec3 diffuse_color = base.rgb * (1.0 - metallic);

    // Surroundings: split sum with energy that bounces between microfacets (Fdez-Agüera 2019).
    vec3 r = reflect(-v, n);
    float horizon = min(1.0 + dot(r, n_smooth), 1.0);
    vec2 share = texture(brdf_table, vec2(n_v, roughness)).rg;
    vec3 grazing = max(vec3(1.0 - roughness), f0) - f0;
    vec3 fresnel = f0 + grazing * pow(1.0 - n_v, 5.0) * f90;
#ifdef IRIDESCENCE
    float film = material[8].x * read_iridescence_map().r;
    float film_nm = mix(material[8].z, material[8].w, read_iridescence_thickness_map().g);
    if (film_nm <= 0.0) film = 0.0;
    vec3 film_fresnel = iridescent_fresnel(material[8].y, n_v, film_nm, f0);
    fresnel = mix(fresnel, film_fresnel, film);
#endif
    vec3 single = fresnel * share.x + f90 * share.y;
    float missing = 1.0 - (share.x + share.y);
    vec3 average = f0 + (1.0 - f0) / 21.0;
    vec3 bounced = single * average / (1.0 - missing * average) * missing;
    vec3 kept = diffuse_color * (1.0 - single - bounced);
    vec3 around = irradiance_at(n);
    float mirror_occlusion = clamp(pow(n_v + occlusion, exp2(-16.0 * roughness - 1.0)) - 1.0 + occlusion, 0.0, 1.0);
#ifdef ANISOTROPY
    vec2 direction = material[9].yz;
    float strength = material[9].x;
    vec2 grain_at = map_uv(NORMAL_MAP_SLOT);
#ifdef ANISOTROPY_MAP
    vec3 drawn = read_anisotropy_map().rgb;
    grain_at = map_uv(ANISOTROPY_MAP_SLOT);
    vec2 turned = drawn.xy * 2.0 - 1.0;
    turned /= max(length(turned), 1e-4);
    direction = vec2(turned.x * direction.x - turned.y * direction.y, turned.x * direction.y + turned.y * direction.x);
    strength *= drawn.z;
#endif
    Grain grain;
    vec3 bitangent;
    tangents(n, facing, grain_at, grain.along, bitangent);
    grain.along = normalize(grain.along * direction.x + bitangent * direction.y);
    grain.across = cross(n, grain.along);
    grain.fine = alpha;
    grain.rough = mix(alpha, 1.0, strength * strength);
    vec3 mirrored_light = grain_mirrored(grain, n, v, n_v);
#else
    vec3 mirrored_light = mirrored(r, roughness) * horizon * horizon;
#endif
#ifdef MIRROR
    if (mirror_setting.x > 0.0) {
        mirrored_light = mix(mirrored_light, planar_reflection(n - n_smooth, r, roughness), mirror_setting.x);
    }
#endif
    vec3 specular = single * mirrored_light * mirror_occlusion;
    vec3 diffuse = (kept + bounced) * around * occlusion;

    // The lamp.
    vec3 l = key_light[0].xyz;
    float n_l = dot(n, l);
    vec3 visible = vec3(0.0);
    float coat_light = dot(n_coat, l);
    if (max(n_l, coat_light) > 0.0) visible = lamp_visibility(world_position, n_smooth);
    vec3 lamp = key_light[1].rgb * visible;
    vec3 h = normalize(l + v);
    float n_h = max(dot(n, h), 0.0), v_h = max(dot(v, h), 0.0);
    n_l = max(n_l, 0.0);
    vec3 f = f0 + (vec3(f90) - f0) * pow(1.0 - v_h, 5.0);
#ifdef IRIDESCENCE
    f = mix(f, film_fresnel, film);
#endif
#ifdef ANISOTROPY
    specular += f * grain_ggx(grain, h, n_h) * grain_smith(grain, v, l, n_v, n_l) * n_l * PI * lamp;
#else
    specular += f * ggx(n_h, alpha) * smith(n_l, n_v, alpha) * n_l * PI * lamp;
#endif
    diffuse += diffuse_color * (1.0 - max(f.r, max(f.g, f.b))) * n_l * lamp;

#ifdef DIFFUSE_TRANSMISSION
    float leaf = material[10].a * read_diffuse_transmission_map().a * (1.0 - metallic);
    vec3 leaf_color = material[10].rgb * read_diffuse_transmission_color_map().rgb;
    float behind_l = max(-dot(n, l), 0.0);
    vec3 reached = behind_l > 0.0 ? lamp_visibility(world_position, -n_smooth) : vec3(0.0);
    vec3 through = (1.0 - single - bounced) * irradiance_at(-n) * occlusion;
    through += (1.0 - max(f0.r, max(f0.g, f0.b))) * behind_l * key_light[1].rgb * reached;
    diffuse = mix(diffuse, through * leaf_color, leaf);
#endif

#ifdef TRANSMISSION
    float transmission = material[3].z * read_transmission_map().r * (1.0 - metallic);
    vec3 let_through = vec3(0.0);
    // The copy belongs to this frame only in the picture itself, not yet in its mirror.
    if (screen.z > 0.5 && !mirroring) {
        Through seen = seen_through(world_position, n, v, frost);
        vec3 let_in = 1.0 - single, passed = seen.kept * base.rgb;
        if (seen.solid) {
            // The far side mirrors as the near one does, to and fro.
            let_in *= (1.0 - single) / (1.0 - single * single * passed * passed);
            specular *= 1.0 + transmission * let_in * passed * passed;
        }
        diffuse = mix(diffuse, seen.behind * passed * let_in, transmission);
    } else {
        // No copy of what is behind: it shines through where it is, in the colour of the glass.
        let_through = transmission * passed_straight(v, n) * base.rgb * (1.0 - single);
        diffuse = mix(diffuse, vec3(0.0), transmission);
    }
#endif

    vec3 lit = diffuse + specular + emissive;

#ifdef SHEEN
    vec3 sheen = material[4].rgb * read_sheen_color_map().rgb;
    float sheen_roughness = clamp(material[4].a * read_sheen_roughness_map().a, 0.07, 1.0);
    float sheen_alpha = sheen_roughness * sheen_roughness;
    float highest = max(sheen.r, max(sheen.g, sheen.b));
    float albedo = texture(brdf_table, vec2(n_v, sheen_roughness)).b;
    vec3 fuzz = sheen * (irradiance_at(n) * albedo * occlusion + lamp * sheen_lit(n_h, n_l, n_v, sheen_alpha) * PI);
    lit = lit * (1.0 - highest * albedo) + fuzz;
#endif
#ifdef CLEARCOAT
    float coat = material[3].x * read_clearcoat_map().r;
    float coat_roughness = clamp(material[3].y * read_clearcoat_roughness_map().g, 0.03, 1.0);
    vec3 cx = dFdx(n_coat), cy = dFdy(n_coat);
    float coat_alpha = clamp(sqrt(pow(coat_roughness, 4.0) + min(0.5 * (dot(cx, cx) + dot(cy, cy)), steadying.x)), 0.001, 1.0);
    float c_v = max(dot(n_coat, v), 1e-3);
    float coat_fresnel = coat * (0.04 + 0.96 * pow(1.0 - c_v, 5.0));
    vec2 coat_share = texture(brdf_table, vec2(c_v, sqrt(coat_alpha))).rg;
    vec3 coated = mirrored(reflect(-v, n_coat), sqrt(coat_alpha)) * (0.04 * coat_share.x + coat_share.y) * occlusion;
    float c_l = max(coat_light, 0.0), c_h = max(dot(n_coat, h), 0.0);
    float coat_f = 0.04 + 0.96 * pow(1.0 - v_h, 5.0);
    coated += lamp * min(coat_f * ggx(c_h, coat_alpha) * smith(c_l, c_v, coat_alpha) * c_l * PI, 40.0);
    lit = lit * (1.0 - coat_fresnel) + coated * coat;
#endif

    // Alpha is coverage (glTF 2.0, 3.9.4): where there is no thread, nothing mirrors either.
    float opacity = base.a;
    lit *= base.a;
#ifdef TRANSMISSION
    through = vec4(let_through * base.a + 1.0 - base.a, 1.0 - opacity);
#endif
    // Nothing that is drawn may be brighter than the half floats and the blur behind them can carry.
    color = vec4(min(lit, vec3(64.0)), opacity);
}
