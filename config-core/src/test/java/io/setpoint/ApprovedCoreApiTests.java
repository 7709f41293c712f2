package io.setpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.setpoint.store.Store;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A type becomes public on purpose. What applications may rely on is listed in
 * {@code approved-core-api.txt}; what is merely visible, because another package needs
 * it, in {@code approved-core-internals.txt}.
 */
class ApprovedCoreApiTests {

	@Test
	void publicTypesAreThoseThatWereApproved() throws IOException {
		TreeSet<String> types = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter()
			.importUrl(Store.class.getProtectionDomain().getCodeSource().getLocation())) {
			if (type.getModifiers().contains(JavaModifier.PUBLIC) && isReachable(type)) {
				types.add(type.getName());
			}
		}
		TreeSet<String> approved = new TreeSet<>(lines("approved-core-api.txt"));
		approved.addAll(lines("approved-core-internals.txt"));
		assertThat(String.join("\n", types)).isEqualTo(String.join("\n", approved));
	}

	@Test
	void typeIsEitherPromisedOrMerelyVisible() throws IOException {
		assertThat(lines("approved-core-api.txt")).doesNotContainAnyElementsOf(lines("approved-core-internals.txt"));
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
