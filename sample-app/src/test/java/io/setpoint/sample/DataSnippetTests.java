package io.setpoint.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation shows of settings, documents and dependencies can be read, and
 * the settings and modules that it names exist. What is not read has a comment in front
 * of it that says why.
 */
class DataSnippetTests {

	private static final Set<String> LANGUAGES = Set.of("java", "sh", "console", "yaml", "properties", "json", "xml",
			"groovy", "kotlin", "mermaid", "sql");

	private static final Pattern COORDINATES = Pattern.compile("['\"]io\\.setpoint:([\\w-]+)(?::([\\w.-]+))?['\"]");

	private static KnownSettings settings;

	private static Set<String> artifacts;

	private static String version;

	@BeforeAll
	static void readBuild() throws Exception {
		settings = new KnownSettings();
		version = child(xml(Files.readString(Block.ROOT.resolve("pom.xml"))), "version");
		artifacts = new HashSet<>();
		try (Stream<Path> folders = Files.list(Block.ROOT)) {
			for (Path pom : folders.map((folder) -> folder.resolve("pom.xml")).filter(Files::exists).toList()) {
				artifacts.add(child(xml(Files.readString(pom)), "artifactId"));
			}
		}
	}

	static List<Block> yaml() throws IOException {
		return read("yaml");
	}

	static List<Block> properties() throws IOException {
		return read("properties");
	}

	static List<Block> json() throws IOException {
		return read("json");
	}

	static List<Block> xml() throws IOException {
		return read("xml");
	}

	static List<Block> gradle() throws IOException {
		return Stream.concat(read("groovy").stream(), read("kotlin").stream()).toList();
	}

	private static List<Block> read(String language) throws IOException {
		return Block.in(language).stream().filter((block) -> block.reasonNot("read") == null).toList();
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void settingsInYamlExist(Block block) throws IOException {
		assertThat(problems(block, new YamlPropertySourceLoader())).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("properties")
	void settingsInPropertiesExist(Block block) throws IOException {
		assertThat(problems(block, new PropertiesPropertySourceLoader())).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("json")
	void jsonIsWellFormed(Block block) {
		boolean members = block.text().startsWith("\"");
		assertThat(JsonMapper.builder()
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.build()
			.readTree(members ? "{" + block.text() + "}" : block.text())).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("xml")
	void modulesInXmlExist(Block block) throws Exception {
		NodeList dependencies = xml("<root>" + block.text() + "</root>").getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			Element dependency = (Element) dependencies.item(i);
			if ("io.setpoint".equals(child(dependency, "groupId"))) {
				assertExists(child(dependency, "artifactId"), child(dependency, "version"));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("gradle")
	void modulesInGradleExist(Block block) {
		Matcher coordinates = COORDINATES.matcher(block.text());
		assertThat(coordinates.results()).isNotEmpty().allSatisfy((it) -> assertExists(it.group(1), it.group(2)));
	}

	@Test
	void onlyWhatIsSaidIsNotRead() throws IOException {
		List<Block> all = Block.all();
		assertThat(all).extracting(Block::language).filteredOn((it) -> !it.isEmpty()).isSubsetOf(LANGUAGES);
		assertThat(all).filteredOn((block) -> block.reasonNot("read") != null)
			.extracting((block) -> block.reasonNot("read"))
			.containsExactly("no key may stand twice, and this is what is said of it");
	}

	@Test
	void metadataOfAllModulesIsThere() {
		assertThat(settings.names()).contains("setpoint.etcd.endpoints", "setpoint.console.users",
				"setpoint.discovery.enabled", "setpoint.grpc.enabled", "setpoint.coordination.enabled");
	}

	private static List<String> problems(Block block, PropertySourceLoader loader) throws IOException {
		List<String> problems = new ArrayList<>();
		byte[] text = block.text().getBytes(StandardCharsets.UTF_8);
		for (PropertySource<?> document : loader.load(block.toString(), new ByteArrayResource(text))) {
			problems.addAll(settings.problems(document));
		}
		return problems;
	}

	private static void assertExists(String artifact, String shown) {
		assertThat(artifacts).contains(artifact);
		if (shown != null) {
			assertThat(shown).as(artifact).isEqualTo(version);
		}
	}

	private static Element xml(String text) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
			.getDocumentElement();
	}

	private static String child(Element element, String name) {
		NodeList children = element.getChildNodes();
		return IntStream.range(0, children.getLength())
			.mapToObj(children::item)
			.filter((child) -> child.getNodeName().equals(name))
			.map(Node::getTextContent)
			.findFirst()
			.orElse(null);
	}

}
