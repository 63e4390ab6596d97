def fuzz(*a, **k):
    return [], 0
