"""What is stored about people: the classes of all fields, and finding, exporting and erasing by them."""
