package dev.skep.manifests;

import java.math.BigDecimal;

/** Prints floating-point numbers as Go's {@code %v} does, exponent from a million upwards. */
final class GoFloat {
  private GoFloat() {}

  static String text(double value) {
    if (Double.isInfinite(value)) return value > 0 ? "+Inf" : "-Inf";
    if (value == 0) return "0";
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    var digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 6) return decimal.toPlainString();
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "")
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
