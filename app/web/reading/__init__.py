"""What pages show of contracts and their reading."""
