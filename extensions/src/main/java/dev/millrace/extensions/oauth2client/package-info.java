/** The {@code oauth2client} extension: tokens that an authorization server gives. */
@NullMarked
package dev.millrace.extensions.oauth2client;

import org.jspecify.annotations.NullMarked;
