package io.setpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The public types of a module, and those that were approved. A type becomes public on
 * purpose: one list has what applications may rely on, the other what is merely visible,
 * because another package or Spring Boot needs it.
 */
abstract class ApprovedTypes {

	private static final String INTERNAL = "Internal: applications do not rely on it.";

	private final Class<?> module;

	private final Path sources;

	private final String promised;

	private final String visible;

	/**
	 * Create the test of the module that is tested.
	 * @param module one type of the module
	 * @param promised the list of what applications may rely on
	 * @param visible the list of what is merely visible
	 */
	ApprovedTypes(Class<?> module, String promised, String visible) {
		this(module, Path.of("src/main/java"), promised, visible);
	}

	/**
	 * Create the test of another module.
	 * @param module one type of the module
	 * @param sources its sources
	 * @param promised the list of what applications may rely on
	 * @param visible the list of what is merely visible
	 */
	ApprovedTypes(Class<?> module, Path sources, String promised, String visible) {
		this.module = module;
		this.sources = sources;
		this.promised = promised;
		this.visible = visible;
	}

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		TreeSet<String> types = new TreeSet<>();
		publicTypes().forEach((type) -> types.add(type.getName()));
		TreeSet<String> approved = new TreeSet<>(lines(this.promised));
		approved.addAll(lines(this.visible));
		assertThat(String.join("\n", types)).isEqualTo(String.join("\n", approved));
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		List<String> visible = lines(this.visible);
		assertThat(lines(this.promised)).filteredOn(visible::contains).isEmpty();
	}

	@Test
	void whatIsPromisedMentionsNothingThatIsMerelyVisible() throws IOException {
		List<String> promised = lines(this.promised);
		List<String> visible = lines(this.visible);
		assertThat(publicTypes().filter((type) -> promised.contains(type.getName()))
			.flatMap((type) -> type.getCodeUnits().stream())
			.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
			.filter((member) -> mentioned(member).map(JavaClass::getName).anyMatch(visible::contains))
			.map(JavaCodeUnit::getFullName)).isEmpty();
	}

	@Test
	void packageSaysThatItIsInternalWhereNothingOfItIsPromised() throws IOException {
		List<String> promised = lines(this.promised);
		try (Stream<Path> files = Files.walk(this.sources)) {
			for (Path file : files.filter((it) -> it.endsWith("package-info.java")).toList()) {
				String name = this.sources.relativize(file.getParent()).toString().replace('/', '.') + ".";
				assertThat(Files.readString(file).contains(INTERNAL)).as(name)
					.isEqualTo(promised.stream()
						.noneMatch((type) -> type.startsWith(name) && type.indexOf('.', name.length()) < 0));
			}
		}
	}

	private Stream<JavaClass> publicTypes() {
		return new ClassFileImporter().importUrl(this.module.getProtectionDomain().getCodeSource().getLocation())
			.stream()
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(type));
	}

	private static Stream<JavaClass> mentioned(JavaCodeUnit member) {
		return Stream.concat(Stream.of(member.getReturnType()), member.getParameterTypes().stream())
			.map(JavaType::getAllInvolvedRawTypes)
			.flatMap(Collection::stream);
	}

	private static List<String> lines(String list) throws IOException {
		return new ClassPathResource(list).getContentAsString(StandardCharsets.UTF_8).lines().toList();
	}

	private static boolean isReachable(JavaClass type) {
		return !type.isAnonymousClass() && type.getEnclosingClass()
			.map((enclosing) -> enclosing.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(enclosing))
			.orElse(true);
	}

}
