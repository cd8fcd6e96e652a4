"""The printed sheets: drawing them, finding them in a picture, and calibrating a camera with them."""
