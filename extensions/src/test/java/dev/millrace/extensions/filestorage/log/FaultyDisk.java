package dev.millrace.extensions.filestorage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk with so much room, which may also stop working at some byte as if the machine did. */
final class FaultyDisk implements Disk {
  private final Disk disk = new NioDisk();
  private long room = Long.MAX_VALUE;
  private boolean isDead;
  private boolean failsOnForce;
  private boolean keepsWhatIsCutOff;
  private int forced;

  /** From here on so many bytes can be written. */
  synchronized FaultyDisk room(long bytes) {
    room = bytes;
    return this;
  }

  /** From here on nothing works: the process has ended. */
  synchronized FaultyDisk die() {
    isDead = true;
    return this;
  }

  synchronized FaultyDisk failOnForce(boolean fails) {
    failsOnForce = fails;
    return this;
  }

  /** Whether cutting a file off fails. */
  synchronized FaultyDisk keepWhatIsCutOff() {
    keepsWhatIsCutOff = true;
    return this;
  }

  synchronized int forced() {
    return forced;
  }

  synchronized boolean isFull() {
    return room == 0;
  }

  private synchronized void check() throws IOException {
    if (isDead) {
      throw new IOException("the machine has stopped");
    }
  }

  /** How many of the bytes go to the disk. */
  private synchronized int reserve(int bytes) {
    int granted = (int) Math.min(bytes, room);
    room -= granted;
    return granted;
  }

  @Override
  public DiskFile create(Path path) throws IOException {
    check();
    return new FaultyFile(disk.create(path));
  }

  @Override
  public DiskFile read(Path path) throws IOException {
    return new FaultyFile(disk.read(path));
  }

  @Override
  public DiskFile write(Path path) throws IOException {
    check();
    return new FaultyFile(disk.write(path));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void delete(Path path) throws IOException {
    check();
    disk.delete(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    check();
    disk.rename(from, to);
  }

  @Override
  public void force(Path directory) throws IOException {
    check();
    disk.force(directory);
  }

  private final class FaultyFile implements DiskFile {
    private final DiskFile file;

    FaultyFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
      return file.read(buffer, position);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
      check();
      int wanted = buffer.remaining();
      int granted = reserve(wanted);
      file.write(buffer.slice(buffer.position(), granted), position);
      if (granted < wanted) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      check();
      synchronized (FaultyDisk.this) {
        if (keepsWhatIsCutOff) {
          throw new IOException("cutting off fails");
        }
      }
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      check();
      synchronized (FaultyDisk.this) {
        forced++;
        if (failsOnForce) {
          throw new IOException("Input/output error");
        }
      }
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
