"""Where a training stops: by the rules of its experiment, or at a breakpoint."""
