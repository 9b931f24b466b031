package dev.millrace.config;

/**
 * A setting that names an extension, such as {@code auth::authenticator}.
 *
 * @param id as written
 * @param path of the setting
 * @param position where the id stands
 */
public record ExtensionReference(String id, String path, Position position) {}
