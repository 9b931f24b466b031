/** The {@code file_storage} extension: data that survives the end of the process, in files. */
@NullMarked
package dev.millrace.extensions.filestorage;

import org.jspecify.annotations.NullMarked;
