"""`python -m app.work`."""

from app.work.worker import main

if __name__ == "__main__":
    main()
