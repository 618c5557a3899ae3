"""`python -m safety_center.cli`."""

from safety_center.cli import main

if __name__ == "__main__":
    main()
