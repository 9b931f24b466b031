package dev.millrace.extensions.filestorage;

import dev.millrace.component.ComponentId;
import dev.millrace.component.ComponentSettings;
import dev.millrace.component.ComponentType;
import dev.millrace.component.Extension;
import dev.millrace.component.ExtensionFactory;
import dev.millrace.component.Stability;
import dev.millrace.config.ConfigReader;
import dev.millrace.data.Signal;
import java.util.Map;

/** Makes the {@code file_storage} extension. */
public final class FileStorageFactory implements ExtensionFactory<FileStorageConfig> {

  @Override
  public ComponentType type() {
    return ComponentType.of("file_storage");
  }

  @Override
  public Map<Signal, Stability> stability() {
    return Map.of();
  }

  @Override
  public FileStorageConfig readConfig(ConfigReader in, ComponentId id) {
    return FileStorageConfig.read(in);
  }

  @Override
  public Extension create(ComponentSettings settings, FileStorageConfig config) {
    return new FileStorage(settings, config);
  }
}
