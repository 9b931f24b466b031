/** The {@code oidc} extension: tokens that OpenID Connect providers signed. */
@NullMarked
package dev.millrace.extensions.oidc;

import org.jspecify.annotations.NullMarked;
