package io.setpoint.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The etcd executable that tests run. It is looked for, in this order, in the system
 * property {@code setpoint.etcd.bin}, the environment variable {@code SETPOINT_ETCD_BIN},
 * on the {@code PATH}, and in the cache that the project's {@code bin/.etcd} fills.
 *
 * @since 0.1.0
 */
public final class EtcdBinary {

	static final String PROPERTY = "setpoint.etcd.bin";

	static final String VARIABLE = "SETPOINT_ETCD_BIN";

	private static final List<String> NAMES = List.of("etcd", "etcd.exe");

	private static final Map<Path, EtcdVersion> VERSIONS = new ConcurrentHashMap<>();

	private final Path path;

	private EtcdBinary(Path path) {
		this.path = path;
	}

	/**
	 * Find the binary.
	 * @return the binary
	 * @throws EtcdNotFoundException if there is none, or the named one cannot be run
	 */
	public static EtcdBinary find() {
		return find(System.getProperties(), System.getenv());
	}

	/**
	 * Use the given binary.
	 * @param path the executable
	 * @return the binary
	 * @throws EtcdNotFoundException if it cannot be run
	 */
	public static EtcdBinary at(Path path) {
		return named(path.toString(), "the given path");
	}

	/**
	 * Say whether {@link #find()} would find a binary: for tests that are skipped without
	 * one.
	 * @return whether there is a binary
	 */
	public static boolean isPresent() {
		try {
			find();
			return true;
		}
		catch (EtcdNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Say whether somebody wants a real etcd by naming a binary, be it a wrong one, or
	 * there is one anyway.
	 * @param properties the system properties
	 * @param environment the environment variables
	 * @return whether {@link #find()} is to be called
	 */
	static boolean isWanted(Map<?, ?> properties, Map<?, ?> environment) {
		return StringUtils.hasText(text(properties, PROPERTY)) || StringUtils.hasText(text(environment, VARIABLE))
				|| unnamed(properties, environment).isPresent();
	}

	static EtcdBinary find(Map<?, ?> properties, Map<?, ?> environment) {
		String property = text(properties, PROPERTY);
		if (StringUtils.hasText(property)) {
			return named(property, "the system property " + PROPERTY);
		}
		String variable = text(environment, VARIABLE);
		if (StringUtils.hasText(variable)) {
			return named(variable, "the environment variable " + VARIABLE);
		}
		return unnamed(properties, environment).orElseThrow(() -> new EtcdNotFoundException(
				"neither the system property " + PROPERTY + " nor the environment variable " + VARIABLE
						+ " is set, and there is no 'etcd' on the PATH or in " + cache(properties, environment) + "."));
	}

	private static Optional<EtcdBinary> unnamed(Map<?, ?> properties, Map<?, ?> environment) {
		return Stream.concat(onPath(text(environment, "PATH")), Stream.of(cache(properties, environment)))
			.flatMap((folder) -> NAMES.stream().map(folder::resolve))
			.filter(EtcdBinary::isExecutable)
			.findFirst()
			.map(EtcdBinary::new);
	}

	private static EtcdBinary named(String value, String origin) {
		return Optional.of(Path.of(value))
			.filter(EtcdBinary::isExecutable)
			.map(EtcdBinary::new)
			.orElseThrow(() -> new EtcdNotFoundException(
					origin + " names '" + value + "', which is not an executable file."));
	}

	private static Path cache(Map<?, ?> properties, Map<?, ?> environment) {
		String caches = text(environment, "XDG_CACHE_HOME");
		Path root = StringUtils.hasText(caches) ? Path.of(caches)
				: Path.of(String.valueOf(properties.get("user.home")), ".cache");
		return root.resolve("setpoint").resolve("etcd").resolve("usr").resolve("bin");
	}

	private static Stream<Path> onPath(@Nullable String path) {
		return Stream.of(StringUtils.delimitedListToStringArray(path, File.pathSeparator))
			.filter(StringUtils::hasText)
			.map(Path::of);
	}

	private static @Nullable String text(Map<?, ?> map, String name) {
		return (map.get(name) instanceof String text) ? text : null;
	}

	private static boolean isExecutable(Path path) {
		return Files.isRegularFile(path) && Files.isExecutable(path);
	}

	/**
	 * Return where the binary is.
	 * @return the path of the executable
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Return the version that the binary says it is. It is asked once for each path.
	 * @return the version
	 */
	public EtcdVersion version() {
		return VERSIONS.computeIfAbsent(this.path, EtcdBinary::askVersion);
	}

	private static EtcdVersion askVersion(Path path) {
		try {
			Process process = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
			process.getOutputStream().close();
			return EtcdVersion.parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + path, ex);
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
