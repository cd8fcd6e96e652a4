#ifdef VEIL
uniform vec4 material[4];
#endif
out vec4 color;

void main() {
#ifdef VEIL
    // Glass stops a part of the light: so many texels of each four by four; soft edges average them.
    float stops = 1.0 - material[3].z * (0.9 * dot(material[0].rgb, vec3(0.2126, 0.7152, 0.0722)));
    ivec2 p = ivec2(gl_FragCoord.xy);
    int a = p.x ^ p.y, rank = ((a & 1) << 3) | ((p.y & 1) << 2) | ((a & 2) ) | ((p.y & 2) >> 1);
    if ((float(rank) + 0.5) / 16.0 >= stops) discard;
#endif
    color = vec4(1.0);
}
