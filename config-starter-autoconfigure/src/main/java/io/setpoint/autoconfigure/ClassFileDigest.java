package io.setpoint.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.setpoint.binding.BoundType;
import io.setpoint.binding.BoundTypes;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Digest of the class files of the application's own bound types, and of those that they
 * are made of.
 */
final class ClassFileDigest implements BuildDigest {

	private static final List<String> FOREIGN = List.of("java.", "javax.", "jdk.", "sun.", "org.springframework.");

	private final BoundTypes types;

	private final SingletonSupplier<String> digest = SingletonSupplier.of(this::digest);

	ClassFileDigest(BoundTypes types) {
		this.types = types;
	}

	@Override
	public String get() {
		return this.digest.obtain();
	}

	private String digest() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			Set<Class<?>> seen = new HashSet<>();
			for (BoundType type : own()) {
				digest.update(type.toString().getBytes(StandardCharsets.UTF_8));
				add(type.type(), digest, seen);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private List<BoundType> own() {
		return StreamSupport.stream(this.types.spliterator(), false)
			.filter((type) -> !BoundTypes.isInfrastructure(type.type()))
			.sorted(Comparator.comparing(BoundType::toString))
			.toList();
	}

	private static void add(Class<?> type, MessageDigest digest, Set<Class<?>> seen) {
		if (type.isPrimitive() || type.isArray() || FOREIGN.stream().anyMatch(type.getName()::startsWith)
				|| !seen.add(type)) {
			return;
		}
		digest.update(type.getName().getBytes(StandardCharsets.UTF_8));
		try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (file != null) {
				digest.update(file.readAllBytes());
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The class file of " + type.getName() + " cannot be read", ex);
		}
		parts(type).sorted(Comparator.comparing(Class::getName)).forEach((part) -> add(part, digest, seen));
	}

	private static Stream<Class<?>> parts(Class<?> type) {
		Stream<Class<?>> fields = Arrays.stream(type.getDeclaredFields())
			.map(ResolvableType::forField)
			.flatMap(ClassFileDigest::classes);
		Class<?> parent = type.getSuperclass();
		Stream<Class<?>> nested = Arrays.stream(type.getDeclaredClasses());
		Stream<Class<?>> parts = Stream.concat(fields, nested);
		return (parent != null) ? Stream.concat(parts, Stream.of(parent)) : parts;
	}

	private static Stream<Class<?>> classes(ResolvableType type) {
		if (type.isArray()) {
			return classes(type.getComponentType());
		}
		Class<?> raw = type.resolve();
		Stream<Class<?>> generics = Arrays.stream(type.getGenerics()).flatMap(ClassFileDigest::classes);
		return (raw != null) ? Stream.concat(Stream.of(raw), generics) : generics;
	}

}
