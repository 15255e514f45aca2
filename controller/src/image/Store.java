import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars without compressing what is in them: a layer of an image is compressed as a whole,
 * which takes a quarter less than compressing each class and then all of it once more.
 *
 * <p>Arguments: the folder to copy to, then the jars. The same jars make the same copies.
 */
final class Store {
  private Store() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[0]);
    for (int i = 1; i < args.length; i++) {
      var jar = Path.of(args[i]);
      copy(jar, folder.resolve(jar.getFileName()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var in = new ZipFile(from.toFile());
        var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (var entries = in.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        try (var content = in.getInputStream(entry)) {
          store(entry, content.readAllBytes(), out);
        }
      }
    }
  }

  private static void store(ZipEntry entry, byte[] content, ZipOutputStream out)
      throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var stored = new ZipEntry(entry.getName());
    stored.setMethod(ZipEntry.STORED);
    stored.setSize(content.length);
    stored.setCrc(crc.getValue());
    stored.setTimeLocal(entry.getTimeLocal());
    out.putNextEntry(stored);
    out.write(content);
    out.closeEntry();
  }
}
