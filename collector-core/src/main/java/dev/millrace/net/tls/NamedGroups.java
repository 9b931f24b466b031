package dev.millrace.net.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Curves of one connection, which the JVM lets one choose since Java 20. */
public final class NamedGroups {
  private static final @Nullable MethodHandle SETTER = setter();

  private NamedGroups() {}

  /** Whether this JVM has the choice. */
  public static boolean canBeChosen() {
    return SETTER != null;
  }

  static void apply(List<String> groups, SSLEngine engine) {
    if (groups.isEmpty() || SETTER == null) {
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    try {
      SETTER.invoke(parameters, groups.toArray(new String[0]));
    } catch (Throwable e) {
      throw new IllegalStateException("cannot choose curves", e);
    }
    engine.setSSLParameters(parameters);
  }

  private static @Nullable MethodHandle setter() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              SSLParameters.class,
              "setNamedGroups",
              MethodType.methodType(void.class, String[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null; // before Java 20
    }
  }
}
