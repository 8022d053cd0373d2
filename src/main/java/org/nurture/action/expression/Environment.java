package org.nurture.action.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What expressions may use: CEL's own functions and operators, and a few of ours. */
final class Environment {
  /** Characters of a text that a function of ours gives. */
  private static final long LONGEST_TEXT = 100_000;

  private static final int DEEPEST = 50;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableOptionalSyntax(true)
          .evaluateCanonicalTypesToNativeValues(true)
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(Expression.LONGEST)
          .maxParseRecursionDepth(DEEPEST)
          .comprehensionMaxIterations(DEEPEST)
          .build();

  static final CelParser PARSER =
      CelParserFactory.standardCelParserBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.HAS)
          .addLibraries(CelOptionalLibrary.INSTANCE)
          .build();

  static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelOptionalLibrary.INSTANCE)
          .addFunctionBindings(
              CelFunctionBinding.from("lower", String.class, s -> s.toLowerCase(Locale.ROOT)),
              CelFunctionBinding.from("upper", String.class, s -> s.toUpperCase(Locale.ROOT)),
              CelFunctionBinding.from("trim", String.class, String::strip),
              CelFunctionBinding.from("left", String.class, Long.class, Environment::left),
              CelFunctionBinding.from("round", Double.class, Environment::round),
              CelFunctionBinding.from("days", Long.class, Duration::ofDays))
          .build();

  private static final List<CelFunctionDecl> FUNCTIONS =
      List.of(
          function("lower", SimpleType.STRING, SimpleType.STRING),
          function("upper", SimpleType.STRING, SimpleType.STRING),
          function("trim", SimpleType.STRING, SimpleType.STRING),
          function("left", SimpleType.STRING, SimpleType.STRING, SimpleType.INT),
          function("round", SimpleType.INT, SimpleType.DOUBLE),
          function("days", SimpleType.DURATION, SimpleType.INT));

  private Environment() {}

  static CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.HAS)
        .addLibraries(CelOptionalLibrary.INSTANCE)
        .addFunctionDeclarations(FUNCTIONS)
        .addVar("now", SimpleType.TIMESTAMP);
  }

  private static CelFunctionDecl function(String name, CelType result, CelType... parameters) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name, result, parameters));
  }

  /** The first characters; whole ones, of any plane. */
  private static String left(String text, long n) {
    long length = Math.min(Math.max(n, 0), LONGEST_TEXT);
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, (int) length));
  }

  /** To the nearest whole number, halves away from zero. */
  private static long round(double value) {
    return BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }
}
