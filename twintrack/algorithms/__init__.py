"""Pure methods: plain values in, plain values out."""
