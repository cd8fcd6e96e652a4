in vec4 p3d_Vertex;
in vec4 p3d_Color;
in vec2 p3d_MultiTexCoord0;
uniform mat4 p3d_ModelViewProjectionMatrix;
out vec2 at;
out float cover;

void main() {
    at = p3d_MultiTexCoord0;
    cover = p3d_Color.a;
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
}
