"""What the vector files hold. Each module gives (path below spec/, content) pairs."""
