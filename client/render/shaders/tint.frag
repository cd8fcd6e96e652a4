// What glass leaves of the lamp's light, and how far from the lamp it stands.
uniform mat4 p3d_ModelMatrix;
uniform vec4 material[6];
out vec4 color;

void main() {
    float thickness = material[3].w * pow(abs(determinant(mat3(p3d_ModelMatrix))), 1.0 / 3.0);
    vec3 kept = material[5].a > 0.0 ? exp(log(max(material[5].rgb, vec3(1e-4))) * material[5].a * thickness) : vec3(1.0);
    vec3 passed = material[3].z * material[0].rgb * kept * 0.92;
    // A body is met twice, on its way in and out.
    color = vec4(thickness > 0.0 ? sqrt(passed) : passed, gl_FragCoord.z);
}
