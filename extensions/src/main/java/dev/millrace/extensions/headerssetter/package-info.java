/** The {@code headers_setter} extension: headers from values, senders and their logins. */
@NullMarked
package dev.millrace.extensions.headerssetter;

import org.jspecify.annotations.NullMarked;
