"""Files from outside: received in a stream, named anew, told by their content, taken in or refused."""
