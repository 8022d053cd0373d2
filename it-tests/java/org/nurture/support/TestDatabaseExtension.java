package org.nurture.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Opens the database of {@link OnDatabase} at its first use, closes it after the class. */
final class TestDatabaseExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(TestDatabaseExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> test = outermost(context);
    Make make = AnnotationSupport.findAnnotation(test, OnDatabase.class).orElseThrow().value();
    return classContext(context)
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(test, c -> new Held(TestDatabase.open(make)), Held.class)
        .database();
  }

  private static Class<?> outermost(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    while (type.getEnclosingClass() != null
        && AnnotationSupport.findAnnotation(type, OnDatabase.class).isEmpty()) {
      type = type.getEnclosingClass();
    }
    return type;
  }

  /** The outermost context that still belongs to a class: the database lives as long. */
  private static ExtensionContext classContext(ExtensionContext context) {
    ExtensionContext found = context;
    Optional<ExtensionContext> parent = context.getParent();
    while (parent.isPresent() && parent.get().getTestClass().isPresent()) {
      found = parent.get();
      parent = found.getParent();
    }
    return found;
  }

  private record Held(TestDatabase database) implements AutoCloseable {
    @Override
    public void close() {
      database.close();
    }
  }
}
