package io.setpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-api.txt}; what is merely visible, because another package needs it, in
 * {@code approved-internals.txt}.
 */
class ApprovedApiTests {

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		TreeSet<String> types = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter()
			.importUrl(Live.class.getProtectionDomain().getCodeSource().getLocation())) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(type)) {
				types.add(type.getName());
			}
		}
		TreeSet<String> approved = new TreeSet<>(lines("approved-api.txt"));
		approved.addAll(lines("approved-internals.txt"));
		assertThat(String.join("\n", types)).isEqualTo(String.join("\n", approved));
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		assertThat(lines("approved-api.txt")).doesNotContainAnyElementsOf(lines("approved-internals.txt"));
	}

	private static List<String> lines(String list) throws IOException {
		return new ClassPathResource(list).getContentAsString(StandardCharsets.UTF_8).lines().toList();
	}

	private boolean isReachable(JavaClass type) {
		return !type.isAnonymousClass() && type.getEnclosingClass()
			.map((enclosing) -> enclosing.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(enclosing))
			.orElse(true);
	}

}
