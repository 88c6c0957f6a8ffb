"""Drawing: plain values in, a picture out; matplotlib is imported only when something is drawn."""
