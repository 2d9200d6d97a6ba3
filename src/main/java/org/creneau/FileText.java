package org.creneau;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is in the file that an option names. */
final class FileText implements ITypeConverter<String> {

    @Override
    public String convert(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new TypeConversionException(path + " cannot be read as a text");
        }
    }
}
